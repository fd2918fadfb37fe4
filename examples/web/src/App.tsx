import { useCallback, useEffect, useRef, useState } from 'react';
import type { Task, TaskQuery } from 'task-manager-client';
import { AddForm } from './AddForm.tsx';
import { EditDialog } from './EditDialog.tsx';
import { messageOf } from './errors.ts';
import { TaskItem } from './TaskItem.tsx';
import { useDelete, useLiveUpdates, useOnline, useRestore, useSetStatus, useTaskList } from './tasks.ts';

const filters: Record<string, TaskQuery> = {
  All: {},
  Open: { status: ['pending', 'in_progress'] },
  Done: { status: ['completed'] },
};

export function App() {
  const [filter, setFilter] = useState('All');
  const [q, setQ] = useState('');
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [editing, setEditing] = useState<Task>();
  const [notice, setNotice] = useState<{ text: string; deleted?: Task | undefined }>();

  const list = useTaskList({ ...filters[filter], ...(q && { q }), limit: 20 });
  // A task that changes while the pages are loaded can appear on two pages. The map keeps one copy.
  const tasks = new Map(list.data?.pages.flatMap(({ items }) => items.map((task) => [task.id, task])));
  const isOnline = useOnline();
  const setStatus = useSetStatus();
  const remove = useDelete();
  const restore = useRestore();
  const onError = useCallback((error: unknown) => setNotice({ text: messageOf(error) }), []);
  useLiveUpdates(onError);
  const show = (text: string, deleted?: Task) => ({ onSuccess: () => setNotice({ text, deleted }), onError });

  return (
    <>
      <main>
        <header>
          <h1>Tasks</h1>
          <span className={isOnline ? '' : 'alert'}>{isOnline ? '● Live' : '○ Offline'}</span>
        </header>
        {!isOnline && (
          <p className="warning" role="alert">
            You are offline. Changes are sent when the connection is back.
          </p>
        )}
        <AddForm />
        <search>
          <input
            type="search"
            aria-label="Search"
            placeholder="Search"
            onChange={({ target }) => {
              clearTimeout(typing.current);
              typing.current = setTimeout(() => setQ(target.value.trim()), 250);
            }}
          />
          <div role="group" aria-label="Filter">
            {Object.keys(filters).map((name) => (
              <button key={name} aria-pressed={name === filter} onClick={() => setFilter(name)}>
                {name}
              </button>
            ))}
          </div>
        </search>
        {list.isPending && !list.isPaused && <p aria-busy="true">Loading</p>}
        {list.error && (
          <p className="warning" role="alert">
            {messageOf(list.error)} <button onClick={() => list.refetch()}>Try again</button>
          </p>
        )}
        {list.isSuccess && tasks.size === 0 && <p>{q ? `Nothing matches “${q}”.` : 'Nothing to do.'}</p>}
        <ul aria-label="Tasks">
          {[...tasks.values()].map((task) => (
            <TaskItem
              key={task.id}
              task={task}
              onStatus={(status) => setStatus.mutate({ task, status }, { onError })}
              onEdit={() => setEditing(task)}
              onDelete={() => remove.mutate({ task }, show(`Deleted “${task.title}”.`, task))}
            />
          ))}
        </ul>
        {list.hasNextPage && <More isLoading={list.isFetchingNextPage} load={list.fetchNextPage} />}
      </main>
      {editing && <EditDialog task={editing} onClose={() => setEditing(undefined)} />}
      <div className="notice" role="status">
        {notice && (
          <p>
            <span>{notice.text}</span>
            {notice.deleted && (
              <button onClick={() => restore.mutate({ task: notice.deleted! }, show('Restored.'))}>
                Undo
              </button>
            )}
            <button
              aria-label="Close"
              className="contrast"
              onClick={() => setNotice(undefined)}
              children="×"
            />
          </p>
        )}
      </div>
    </>
  );
}

/** Loads the next page near the end of the list, or on a click. */
function More({ isLoading, load }: { isLoading: boolean; load: () => unknown }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const seen: IntersectionObserverCallback = ([entry]) => entry?.isIntersecting && load();
    const observer = new IntersectionObserver(seen, { rootMargin: '400px' });
    if (!isLoading) observer.observe(button.current!);
    return () => observer.disconnect();
  }, [isLoading, load]);
  return (
    <button
      ref={button}
      className="outline"
      aria-busy={isLoading}
      onClick={() => load()}
      children="Load more"
    />
  );
}
