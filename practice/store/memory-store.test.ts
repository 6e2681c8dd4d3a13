import { storeConformance } from '#adapters/conformance/store.ts';
import { memoryStore } from './memory-store.ts';

storeConformance('The store in memory', async () => memoryStore());
