import './no-eval.ts';
import './theme/fonts.css';
import '@mantine/core/styles.css';
import './theme/tokens.css';
import './theme/layout.css';
import './theme/fingers.css';
import './theme/papers.css';
import './theme/portrait.css';
import './theme/iris.css';
import './theme/queue.css';
import './theme/signature.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectStation } from './connect.ts';
import { ClientProvider } from './state/client.tsx';
import { theme } from './theme/theme.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');

const client = await connectStation();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} forceColorScheme="light">
      <ClientProvider client={client}>
        <App />
      </ClientProvider>
    </MantineProvider>
  </StrictMode>,
);
