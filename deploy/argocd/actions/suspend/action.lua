-- Leaves the volume as it is until it is resumed.
obj.spec.suspend = true
return obj
