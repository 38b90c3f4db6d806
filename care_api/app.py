"""The server, put together: nothing happens before `create_app`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from importlib.metadata import version
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from care_api import errors, health
from care_api.alerts import api as alerts
from care_api.bodies import Bodies
from care_api.care_plans import api as care_plans
from care_api.care_plans.preview import RobotsWords
from care_api.commands import api as commands
from care_api.db import Database
from care_api.deps import Wiring
from care_api.events import api as events
from care_api.events.reader import Reader
from care_api.events.stream import Stream
from care_api.on_call import api as on_call
from care_api.residents import api as residents
from care_api.robots import api as robots
from care_api.robots.waiting import WaitingRobots
from care_api.sealing import Seal, Tickets
from care_api.settings import Settings
from care_api.shared_commit import SharedCommit
from care_api.staff import api as staff
from care_api.staff import second_factor
from care_api.staff.oidc import provider_of
from care_api.staff.passwords import Passwords
from care_api.staff.service import Gate
from care_api.staff.watch import SessionWatch
from care_api.tasks import api as tasks
from care_api.web import router as pages
from care_api.worker import Worker
from schedules.clock import Clock


def create_app(
    settings: Settings, clock: Clock, engine: Engine, robots_words: RobotsWords | None = None
) -> FastAPI:
    """Return the server on a database whose tables are up to date.

    Args:
        settings: What the installation decides.
        clock: The server's.
        engine: Its database.
        robots_words: Knows what a robot would say, for the preview of a plan.
    """
    database = Database(engine)
    stream = Stream(database)
    secret_key = settings.secret_key.get_secret_value()
    wired = Wiring(
        settings=settings,
        clock=clock,
        database=database,
        stream=stream,
        provider=provider_of(settings, settings.public_url),
        watch=SessionWatch(database, clock, settings.lasting, stream.nudge),
        gate=Gate(
            database=database,
            passwords=Passwords(),
            seal=Seal(secret_key, second_factor.PURPOSE),
            lasting=settings.lasting,
        ),
        tickets=Tickets(Seal(secret_key, "steps of a login")),
        boot_id=uuid4(),
        robots_words=robots_words,
        reader=Reader(),
        uploads=SharedCommit(database),
        waiting=WaitingRobots(database),
    )
    app = FastAPI(
        title="Nabo care API",
        version=version("nabo-care"),
        lifespan=_lifespan(wired),
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        routes=[*routes()],
    )
    app.state.wiring = wired
    errors.install(app)
    pages.install(app)
    app.add_middleware(Bodies)
    return app


@cache
def routes() -> tuple[BaseRoute, ...]:
    """Return every route, made once: FastAPI takes its time to read their signatures."""
    all_of_them = APIRouter()
    all_of_them.include_router(api_router())
    all_of_them.include_router(health.router)
    all_of_them.include_router(pages.make_router())
    return tuple(all_of_them.routes)


def api_router() -> APIRouter:
    """Return the routes for programs."""
    api = APIRouter(prefix="/api/v1")
    api.include_router(health.router)
    for noun in (staff, residents, care_plans, tasks, events, alerts, on_call, commands, robots):
        api.include_router(noun.router)
    return api


def _lifespan(wired: Wiring) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        wired.waiting.begin()
        wired.stream.begin()
        worker = None
        if wired.settings.run_worker:
            worker = Worker(wired.database, wired.clock, wired.boot_id, wired.settings)
            worker.start()
        try:
            yield
        finally:
            await run_in_threadpool(wired.reader.end)
            if worker is not None:
                await run_in_threadpool(worker.stop)

    return lifespan
