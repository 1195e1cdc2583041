-- For wrk: asks the paths of a file in turn, from a place of its own for each thread, and prints one line of JSON.
local paths, at, accept = {}, 0, "*/*"

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  accept = args[2] or accept
  wrk.headers["Accept"] = accept
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
