/** As the contract of a node has them. */
export const roles = ['control', 'worker'] as const;
