-- Sends the requests of a file in turn, and at the end prints one line that wrk.py reads.
-- A line of the file: method, path, cookie, body; parted by tabs, empty where there is none.
local requests, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, cookie, encoding, body = line:match("^(%S+)\t(%S+)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = {}
    if cookie ~= "" then headers["Cookie"] = cookie end
    if encoding ~= "" then headers["Accept-Encoding"] = encoding end
    if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" else body = nil end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    "\nBENCH requests=%d microseconds=%d refused=%d broken=%d p50=%d p95=%d p99=%d max=%d\n",
    summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
