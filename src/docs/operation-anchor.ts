import type { Operation } from '../contract/operation.ts';

/** The fragment of an operation on the page of the reference. */
export const operationAnchor = ({ id }: Pick<Operation, 'id'>): string => `#${encodeURIComponent(id)}`;
