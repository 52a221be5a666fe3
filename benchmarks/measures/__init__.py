"""The sections of the benchmarks, one module each, every one with `measure() -> Section`."""
