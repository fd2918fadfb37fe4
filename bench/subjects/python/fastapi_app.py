# FastAPI with uvicorn and pydantic, as in its tutorial: models for input and output, synchronous functions for SQLite,
# and pages of twenty tasks. It has a different contract, without authentication, metrics or rate limits.
import os
import sqlite3
import threading
import time
import uuid
from enum import Enum
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

DATABASE = os.environ["PYTHON_DATABASE"]
FIELDS = ("id", "title", "description", "status", "priority", "due_at", "created_at", "updated_at")

local = threading.local()


class Status(str, Enum):
    pending = "pending"
    in_progress = "in_progress"
    completed = "completed"
    cancelled = "cancelled"


class Priority(str, Enum):
    low = "low"
    medium = "medium"
    high = "high"
    urgent = "urgent"


class CreateTask(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str | None, Field(max_length=5000)] = None
    status: Status = Status.pending
    priority: Priority = Priority.medium
    due_at: str | None = None


class UpdateTask(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    description: Annotated[str | None, Field(max_length=5000)] = None
    status: Status | None = None
    priority: Priority | None = None
    due_at: str | None = None


class Task(CreateTask):
    id: str
    created_at: str
    updated_at: str


app = FastAPI()


def database() -> sqlite3.Connection:
    if not hasattr(local, "database"):
        local.database = sqlite3.connect(DATABASE)
        local.database.row_factory = sqlite3.Row
        local.database.execute("pragma synchronous = full")
    return local.database


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def find(task_id: str) -> dict:
    row = database().execute("select * from tasks where id = ?", (task_id,)).fetchone()
    if row is None:
        raise HTTPException(status_code=404, detail="Task not found")
    return dict(row)


@app.get("/tasks")
def list_tasks(limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Task]:
    rows = database().execute("select * from tasks order by created_at desc limit ?", (limit,)).fetchall()
    return [Task(**row) for row in map(dict, rows)]


@app.get("/tasks/{task_id}")
def get_task(task_id: str) -> Task:
    return Task(**find(task_id))


@app.post("/tasks", status_code=201)
def create_task(body: CreateTask) -> Task:
    task = {"id": str(uuid.uuid4()), **body.model_dump(mode="json"), "created_at": now(), "updated_at": now()}
    placeholders = ", ".join(f":{name}" for name in FIELDS)
    database().execute(f"insert into tasks ({', '.join(FIELDS)}) values ({placeholders})", task)
    database().commit()
    return Task(**task)


@app.patch("/tasks/{task_id}")
def update_task(task_id: str, body: UpdateTask) -> Task:
    task = {**find(task_id), **body.model_dump(mode="json", exclude_unset=True), "updated_at": now()}
    settings = ", ".join(f"{name} = :{name}" for name in FIELDS[1:])
    database().execute(f"update tasks set {settings} where id = :id", task)
    database().commit()
    return Task(**task)
