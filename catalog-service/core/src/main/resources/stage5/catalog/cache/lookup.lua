-- Returns the value or lease under each key, and leases the absent keys to the caller.
-- ARGV: the caller's lease, its time-to-live in milliseconds
local found = redis.call('MGET', unpack(KEYS))
for i, key in ipairs(KEYS) do
  if not found[i] then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
  end
end
return found
