import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Mantine wants ten shades of a colour; the station uses one green for "go" and "good". */
const accent: MantineColorsTuple = [
  '#e3efea',
  '#cfe3db',
  '#a9cdbf',
  '#7fb5a1',
  '#549a83',
  '#2f7d66',
  '#14594a',
  '#14594a',
  '#0e3b31',
  '#0e3b31',
];

/** How Mantine's widgets look here. Colours and sizes of everything else stand in tokens.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent },
  fontFamily: 'var(--font)',
  defaultRadius: 4,
  autoContrast: false,
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md', comboboxProps: { shadow: 'md' } } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
  },
});
