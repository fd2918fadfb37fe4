import type { Task } from 'task-manager-client';
import { texts } from './fields.ts';
import { useIsChanging } from './tasks.ts';

interface Props {
  task: Task;
  onStatus: (status: Task['status']) => void;
  onEdit: () => void;
  onDelete: () => void;
}

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function TaskItem({ task, onStatus, onEdit, onDelete }: Props) {
  const { title, description, status, priority, dueAt, tags } = task;
  const isDone = status === 'completed';
  const isOpen = !isDone && status !== 'cancelled';
  const isOverdue = isOpen && dueAt !== null && Date.parse(dueAt) < Date.now();
  const toggle = () => onStatus(isDone ? 'pending' : 'completed');
  return (
    <li>
      <input type="checkbox" aria-label={`Done: ${title}`} checked={isDone} onChange={toggle} />
      <div>
        <h2>{isOpen ? title : <del>{title}</del>}</h2>
        {description && <p>{description}</p>}
        <p>
          {priority !== 'medium' && (
            <span className={priority === 'urgent' ? 'alert' : ''}>{texts[priority]}</span>
          )}
          {status !== 'pending' && !isDone && <span>{texts[status]}</span>}
          {dueAt && <span className={isOverdue ? 'alert' : ''}>Due {dates.format(new Date(dueAt))}</span>}
          {tags.map((tag) => `#${tag} `)}
        </p>
      </div>
      <fieldset disabled={useIsChanging(task)}>
        <IconButton label={`Edit ${title}`} icon="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3" onClick={onEdit} />
        <IconButton label={`Delete ${title}`} icon="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13" onClick={onDelete} />
      </fieldset>
    </li>
  );
}

const IconButton = ({ label, icon, onClick }: { label: string; icon: string; onClick: () => void }) => (
  <button className="outline" aria-label={label} onClick={onClick}>
    <svg viewBox="0 0 24 24" aria-hidden="true" children={<path d={icon} />} />
  </button>
);
