-- Takes one of a limited number of leases; a lease that is not returned expires.
-- KEYS[1]: the leases; ARGV[1]: the id of the new lease; ARGV[2]: its duration in milliseconds; ARGV[3]: the most leases
-- Returns 1 if the lease was taken, else 0
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
