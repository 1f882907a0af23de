-- Returns the generation under the key, which begins with the proposed one where there is none.
-- ARGV: the proposed generation, its life in milliseconds
local current = redis.call('GET', KEYS[1])
if current then
  return current
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
