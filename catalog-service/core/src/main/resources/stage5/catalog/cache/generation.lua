-- Returns the generation under the key; stores the proposed one if there is none.
-- ARGV: the proposed generation, its time-to-live in milliseconds
local current = redis.call('GET', KEYS[1])
if current then
  return current
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
