-- Takes one token from a bucket that refills at a constant rate.
-- KEYS[1]: the bucket; ARGV[1]: tokens added per second; ARGV[2]: capacity in tokens
-- Returns {1 if a token was taken, else 0; tokens left; milliseconds until the bucket is full, or, if no token was taken,
-- until there is one}
local rate = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or burst
local at = tonumber(bucket[2]) or now
-- After a failover the clock of the new primary may be behind: elapsed time is never negative.
tokens = math.min(burst, tokens + math.max(0, now - at) * rate / 1000)

local granted = 0
if tokens >= 1 then
  granted = 1
  tokens = tokens - 1
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)

local missing = granted == 1 and burst - tokens or 1 - tokens
return {granted, math.floor(tokens), math.ceil(missing * 1000 / rate)}
