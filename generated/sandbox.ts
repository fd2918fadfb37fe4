// Written by `npm run generate` from src/sandbox/openapi.yaml. Do not edit.

export interface paths {
    "/sandbox/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Return to the state after the start
         * @description Deletes all data, adds the initial tasks, sets the clock to the current time and ends an outage.
         */
        post: operations["resetSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the clock forward
         * @description The clock decides what is overdue, which tokens and idempotency keys have expired, when an outage ends, and the
         *     timestamps of changes. The clock continues from the new time, and only a reset sets it
         *     back. Rate limits use a separate clock.
         */
        post: operations["moveClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/seed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add tasks to a user
         * @description Adds generated tasks to those of a user. A user who has not been seeded also gets the tasks of the contract's
         *     examples. The same calls after a reset result in the same tasks.
         */
        post: operations["seedTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/outage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an outage
         * @description `unavailable`: requests of users and the readiness probe return 503. `disconnect`: the sandbox closes the
         *     connection of each request of a user without a response, as if it were offline. Another call replaces the outage,
         *     and `seconds: 0` ends it.
         */
        post: operations["startOutage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download this document */
        get: operations["getSandboxContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: Problem;
    };
    responses: {
        /** @description The request is invalid, or failed. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    resetSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is as it was after its start. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    moveClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "advanceSeconds": 86400
                 *     }
                 */
                "application/json": {
                    /** @description The number of seconds. A day is 86400, and the maximum is ten years. */
                    advanceSeconds: number;
                };
            };
        };
        responses: {
            /** @description The clock was moved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "now": "2026-03-06T16:20:05.518Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description The time of the sandbox.
                         */
                        now: string;
                    };
                };
            };
            400: components["responses"]["Problem"];
            406: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    seedTasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "count": 20,
                 *       "sub": "alice"
                 *     }
                 */
                "application/json": {
                    /** @description The number of generated tasks. */
                    count: number;
                    /**
                     * @description The user.
                     * @default demo
                     */
                    sub?: string;
                };
            };
        };
        responses: {
            /** @description The tasks were added. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "added": 24
                     *     }
                     */
                    "application/json": {
                        /** @description The number of new tasks. */
                        added: number;
                    };
                };
            };
            400: components["responses"]["Problem"];
            406: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    startOutage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seconds": 30,
                 *       "kind": "disconnect"
                 *     }
                 */
                "application/json": {
                    seconds: number;
                    /**
                     * @default unavailable
                     * @enum {string}
                     */
                    kind?: "unavailable" | "disconnect";
                };
            };
        };
        responses: {
            /** @description The outage has started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "until": "2026-03-05T16:20:35.518Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When it ends.
                         */
                        until: string;
                    };
                };
            };
            400: components["responses"]["Problem"];
            406: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getSandboxContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            400: components["responses"]["Problem"];
            406: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
}
export type Problem = {
    /** Format: uri */
    type: string;
    title: string;
    status: number;
    detail: string;
    requestId: string;
    errors?: Record<string, never>[];
};
