# Flask with a SQLite connection per request, hand-written validation and a list of all tasks. It has a different contract,
# without authentication, metrics or rate limits.
import os
import sqlite3
import time
import uuid

from flask import Flask, g, jsonify, request

DATABASE = os.environ["PYTHON_DATABASE"]
FIELDS = ("id", "title", "description", "status", "priority", "due_at", "created_at", "updated_at")
STATUSES = {"pending", "in_progress", "completed", "cancelled"}
PRIORITIES = {"low", "medium", "high", "urgent"}

app = Flask(__name__)
app.logger.setLevel("INFO")


def database():
    if "database" not in g:
        g.database = sqlite3.connect(DATABASE)
        g.database.row_factory = sqlite3.Row
        g.database.execute("pragma synchronous = full")
    return g.database


@app.teardown_appcontext
def close_database(_error):
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def error_in(body):
    if not isinstance(body, dict):
        return "The body must be an object."
    title = body.get("title")
    if "title" in body and (not isinstance(title, str) or not 1 <= len(title) <= 200):
        return "title must have 1 to 200 characters."
    if body.get("status", "pending") not in STATUSES:
        return "status must be one of " + ", ".join(sorted(STATUSES))
    if body.get("priority", "medium") not in PRIORITIES:
        return "priority must be one of " + ", ".join(sorted(PRIORITIES))
    return None


def find(task_id):
    return database().execute("select * from tasks where id = ?", (task_id,)).fetchone()


@app.get("/tasks")
def list_tasks():
    rows = database().execute("select * from tasks order by created_at desc").fetchall()
    return jsonify([dict(row) for row in rows])


@app.get("/tasks/<task_id>")
def get_task(task_id):
    row = find(task_id)
    if row is None:
        return jsonify(error="Task not found"), 404
    return jsonify(dict(row))


@app.post("/tasks")
def create_task():
    body = request.get_json()
    mismatch = error_in(body) or (None if "title" in body else "title is missing")
    if mismatch is not None:
        return jsonify(error=mismatch), 400
    task = {
        "id": str(uuid.uuid4()),
        "title": body["title"],
        "description": body.get("description"),
        "status": body.get("status", "pending"),
        "priority": body.get("priority", "medium"),
        "due_at": body.get("due_at"),
        "created_at": now(),
        "updated_at": now(),
    }
    connection = database()
    placeholders = ", ".join(f":{name}" for name in FIELDS)
    connection.execute(f"insert into tasks ({', '.join(FIELDS)}) values ({placeholders})", task)
    connection.commit()
    app.logger.info("created %s", task["id"])
    return jsonify(task), 201


@app.patch("/tasks/<task_id>")
def update_task(task_id):
    body = request.get_json()
    mismatch = error_in(body)
    if mismatch is not None:
        return jsonify(error=mismatch), 400
    row = find(task_id)
    if row is None:
        return jsonify(error="Task not found"), 404
    task = {**dict(row), **{name: body[name] for name in FIELDS[1:6] if name in body}, "updated_at": now()}
    connection = database()
    settings = ", ".join(f"{name} = :{name}" for name in FIELDS[1:])
    connection.execute(f"update tasks set {settings} where id = :id", task)
    connection.commit()
    return jsonify(task)
