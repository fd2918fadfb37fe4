"""A client of version 1.0.0 that openapi-python-client generated from its contract."""

import datetime
import os

from task_client import AuthenticatedClient, Client
from task_client.api.summary import get_summary
from task_client.api.tasks import create_task, delete_task, get_task, list_tasks, replace_task, update_task
from task_client.models import (
    CreateTask,
    InvalidCreateProblem,
    ListTasksSort,
    ReplaceTask,
    Task,
    TaskPriority,
    TaskStatus,
    UpdateTask,
)

url = os.environ["SERVICE_URL"]
client = AuthenticatedClient(base_url=url, token=os.environ["TOKEN"], raise_on_unexpected_status=True)


# A create that is repeated makes one task.
def create():
    return create_task.sync_detailed(
        client=client,
        idempotency_key='"5f0c6e8e-3c1b-4a52-9d0f-6f7f0f6a4d11"',
        body=CreateTask(
            title="Water the plants",
            tags=["home"],
            priority=TaskPriority.HIGH,
            due_at=datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.timezone.utc),
        ),
    )


created = create()
task = created.parsed
assert isinstance(task, Task)
print("created:", task.title, task.status, task.priority, ",".join(task.tags))
print("repeated:", str(create().parsed.id == task.id).lower())

# Pages, filters and the order.
create_task.sync(client=client, body=CreateTask(title="Feed the cat"))
first = list_tasks.sync(client=client, limit=1, sort=ListTasksSort.CREATED)
second = list_tasks.sync(client=client, limit=1, sort=ListTasksSort.CREATED, cursor=first.next_cursor)
print("pages:", first.items[0].title, second.items[0].title, "null" if second.next_cursor is None else "more")
found = list_tasks.sync(
    client=client,
    status=[TaskStatus.PENDING, TaskStatus.IN_PROGRESS],
    tag=["home"],
    priority=[TaskPriority.HIGH],
)
print("found:", len(found.items))

# Conditional requests.
etag = created.headers["ETag"]
print("unchanged:", get_task.sync_detailed(task.id, client=client, if_none_match=etag).status_code.value)
changed = update_task.sync(task.id, client=client, if_match=etag, body=UpdateTask(status=TaskStatus.COMPLETED))
print("changed:", changed.status, str(changed.completed_at is not None).lower())
stale = replace_task.sync_detailed(task.id, client=client, if_match=etag, body=ReplaceTask(title="Too late"))
print("stale:", stale.status_code.value, stale.parsed.type_)

# Problems.
refused = create_task.sync_detailed(client=client, body=CreateTask(title=""))
assert isinstance(refused.parsed, InvalidCreateProblem)
print("refused:", refused.status_code.value, refused.parsed.errors[0].pointer)
print("anonymous:", list_tasks.sync_detailed(client=Client(base_url=url)).status_code.value)

summary = get_summary.sync(client=client)
print("summary:", summary.total, summary.by_status.completed, summary.by_priority.high)

delete_task.sync_detailed(task.id, client=client)
gone = get_task.sync_detailed(task.id, client=client)
print("gone:", gone.status_code.value, gone.parsed.type_)
