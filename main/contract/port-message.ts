/** What page, preload and main say to each other in Electron before the page has its port. Everything else goes through the port. */
export const portMessage = { wanted: 'station:port-wanted', here: 'station:port-here' } as const;
