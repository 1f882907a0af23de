-- Marks the address of a successful log-in as known, and gives the token of the attempt back.
-- KEYS[1]: the mark; KEYS[2]: the bucket that the token is from; ARGV[1]: lifetime of the mark in milliseconds; ARGV[2]:
-- capacity of the bucket in tokens
redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
local tokens = tonumber(redis.call('HGET', KEYS[2], 'tokens'))
if tokens then
  redis.call('HSET', KEYS[2], 'tokens', tostring(math.min(tonumber(ARGV[2]), tokens + 1)))
end
return 1
