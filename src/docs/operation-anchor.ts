import type { Operation } from '../contract/operation.ts';

/** The URL fragment of an operation on the reference page. */
export const operationAnchor = ({ id }: Pick<Operation, 'id'>): string => `#${encodeURIComponent(id)}`;
