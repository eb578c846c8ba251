import { inProcessReaders } from '../../fixtures/chip/in-process.ts';
import { describeReaderService } from './reader.contract.ts';

describeReaderService('in process', async () => {
  const names = ['Reader A', 'Reader B'] as const;
  const { openService, controls } = inProcessReaders(names);
  return {
    openService,
    names,
    insert: async (reader, card) => controls.insert(reader, card),
    remove: async (reader) => controls.remove(reader),
    restart: async (whileDown) => {
      controls.stopService();
      await whileDown();
      controls.startService();
    },
  };
});
