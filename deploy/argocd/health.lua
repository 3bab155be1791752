-- What Argo CD shows of a GitExport or a GitSync. It judges as kstatus does (Current: Healthy, InProgress: Progressing, Failed: Degraded,
-- Terminating: Progressing), and adds Suspended.
local spec = obj.spec or {}
local status = obj.status or {}

local function condition(wanted)
  for _, candidate in ipairs(status.conditions or {}) do
    if candidate.type == wanted then
      return candidate
    end
  end
  return nil
end

local function verdict(health, message)
  return { status = health, message = message }
end

local ready = condition("Ready")
local stalled = condition("Stalled")
local reconciling = condition("Reconciling")

if obj.metadata.deletionTimestamp ~= nil then
  return verdict("Progressing", "being deleted")
end
if status.observedGeneration ~= obj.metadata.generation then
  return verdict("Progressing", "waiting for the operator")
end
if reconciling ~= nil and reconciling.status == "True" then
  return verdict("Progressing", reconciling.message)
end
if stalled ~= nil and stalled.status == "True" then
  return verdict("Degraded", stalled.message)
end
if spec.suspend == true then
  return verdict("Suspended", "suspended")
end
if ready ~= nil and ready.status ~= "True" then
  return verdict("Progressing", ready.message)
end
return verdict("Healthy", ready ~= nil and ready.message or "")
