import { byPosition, ordersOf } from '../resource/order.ts';
import { isTimestamp } from '../resource/timestamp.ts';
import { priorities, rankOf } from './columns.ts';

/** The orders of a task list, by the value of `sort`. */
export const orders = ordersOf({
  created: byPosition,
  updated: { column: 'updated_at', property: 'updatedAt', isValue: isTimestamp },
  due: { column: 'due_at', property: 'dueAt', isValue: isTimestamp, isNullable: true },
  completed: { column: 'completed_at', property: 'completedAt', isValue: isTimestamp, isNullable: true },
  priority: {
    column: 'priority',
    property: 'priority',
    encode: rankOf,
    isValue: (value) => typeof value === 'number' && value in priorities,
  },
});

/** The values of `sort`. A leading `-` means descending. */
export type Sort = keyof typeof orders;
