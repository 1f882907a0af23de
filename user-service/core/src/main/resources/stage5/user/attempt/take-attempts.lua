-- Takes one token from each of several buckets that refill at a constant rate, or none if one of them is empty.
-- KEYS: the buckets; ARGV[2i-1], ARGV[2i]: capacity in tokens of KEYS[i], and milliseconds in which it fills up
-- Returns milliseconds until there is a token in each; 0 if the tokens were taken
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = 0
local left = {}
for i, key in ipairs(KEYS) do
  local burst = tonumber(ARGV[2 * i - 1])
  local perToken = tonumber(ARGV[2 * i]) / burst
  local bucket = redis.call('HMGET', key, 'tokens', 'at')
  local tokens = tonumber(bucket[1]) or burst
  -- After a failover the clock of the new primary may be behind: elapsed time is never negative.
  tokens = math.min(burst, tokens + math.max(0, now - (tonumber(bucket[2]) or now)) / perToken)
  left[i] = tokens - 1
  wait = math.max(wait, math.ceil((1 - tokens) * perToken))
end
if wait > 0 then
  return wait
end
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, 'tokens', tostring(left[i]), 'at', now)
  redis.call('PEXPIRE', key, ARGV[2 * i])
end
return 0
