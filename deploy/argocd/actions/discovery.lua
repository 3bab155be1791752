-- Which buttons Argo CD offers for a GitExport.
local spec = obj.spec or {}
local status = obj.status or {}
local suspended = spec.suspend == true
local pin = spec.publish ~= nil and spec.publish.pin or ""
local pinned = pin ~= nil and pin ~= ""

return {
  ["reconcile"] = { ["disabled"] = suspended },
  ["suspend"] = { ["disabled"] = suspended },
  ["resume"] = { ["disabled"] = not suspended },
  -- The word "previous" is resolved when it is written: a pin has to be taken away before it can be written again.
  ["rollback"] = { ["disabled"] = suspended or pinned or (status.exportCount or 0) < 2 },
}
