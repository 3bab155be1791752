-- Holds the link at the export before, until the pin is taken away.
obj.spec.publish = obj.spec.publish or {}
obj.spec.publish.pin = "previous"
return obj
