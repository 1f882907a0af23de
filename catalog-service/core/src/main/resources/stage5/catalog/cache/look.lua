-- Returns what lies under each key, and leases those to the caller under which nothing lies.
-- ARGV: the caller's lease, its life in milliseconds
local found = redis.call('MGET', unpack(KEYS))
for i, key in ipairs(KEYS) do
  if not found[i] then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
  end
end
return found
