"""A demonstration's municipality, all of it invented: one morning in one unit."""

from care_api.demo.seed import DemoSeed, seed_demo

__all__ = ["DemoSeed", "seed_demo"]
