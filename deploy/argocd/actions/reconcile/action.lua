-- Looks at the repository now.
local os = require("os")
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["gitexport.dev/requestedAt"] = os.date("!%Y-%m-%dT%H:%M:%SZ")
return obj
