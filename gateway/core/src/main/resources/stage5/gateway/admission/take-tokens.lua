-- Takes tokens from a bucket that refills at a constant rate: one, or more while the bucket stays at least half full.
-- KEYS[1]: the bucket; ARGV[1]: tokens added per second; ARGV[2]: capacity in tokens; ARGV[3]: the most tokens to take
-- Returns {tokens taken, 0 if there is none; tokens left; milliseconds until the bucket is full, or, if no token was taken,
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

local taken = 0
if tokens >= 1 then
  taken = math.max(1, math.min(tonumber(ARGV[3]), math.floor(tokens - burst / 2)))
  tokens = tokens - taken
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)

local missing = taken > 0 and burst - tokens or 1 - tokens
return {taken, math.floor(tokens), math.ceil(missing * 1000 / rate)}
