/** Imported before everything else: the page's policy forbids code made from text, and zod would try it to be faster. */
import { config } from 'zod';

config({ jitless: true });
