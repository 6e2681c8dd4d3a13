import { driftStoreConformance } from '#adapters/conformance/drift-store.ts';
import { memoryStore } from './memory-store.ts';

driftStoreConformance('The store in memory', async () => memoryStore());
