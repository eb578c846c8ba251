import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { StationStatus } from '../../main/contract/calls.ts';
import { keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { text } from '../text/screens.vi.ts';

/** Every device, how it is, and what to do about it. */
export function Devices({ status, onBack }: { readonly status: StationStatus; readonly onBack: () => void }) {
  useShortcuts({ [keys.escape]: onBack });
  return (
    <div className="columns" style={{ gridTemplateColumns: 'minmax(0, 1fr) var(--side-width)' }}>
      <div className="main">
        <h1 className="screen-title">{text.devices.title}</h1>
        <div className="panel">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{text.devices.device}</th>
                <th scope="col">{text.devices.state}</th>
                <th scope="col">{text.devices.detail}</th>
              </tr>
            </thead>
            <tbody>
              {status.devices.map(({ kind, name, state, detail, code }) => (
                <tr key={kind}>
                  <td>
                    <span className="name">{text.devices.kinds[kind]}</span>
                    <br />
                    <span className="small quiet">{name}</span>
                  </td>
                  <td>
                    <span className={`with-icon ${state === 'ready' ? 'good' : 'warn'}`}>
                      {state === 'ready' ? (
                        <IconCircleCheck aria-hidden="true" size={20} />
                      ) : (
                        <IconAlertTriangle aria-hidden="true" size={20} />
                      )}
                      {text.devices.states[state]}
                    </span>
                  </td>
                  <td>
                    {[detail, ...(code ? [errorTexts[code].what, errorTexts[code].todo] : [])]
                      .filter(Boolean)
                      .join('. ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="quiet">{text.devices.camera}</p>
      </div>
      <aside className="side">
        <div className="actions">
          <Button variant="default" className="secondary" onClick={onBack} autoFocus>
            {text.back}
          </Button>
        </div>
      </aside>
    </div>
  );
}
