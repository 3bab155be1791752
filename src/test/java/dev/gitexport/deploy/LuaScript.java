package dev.gitexport.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;
import org.luaj.vm2.lib.jse.JseOsLib;

/// A script as Argo CD runs it: the resource is the global `obj`, the answer is what it returns,
/// and of the libraries there are base, package, string, table and os.
record LuaScript(Path file) {

  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode run(JsonNode resource) {
    Globals globals = new Globals();
    globals.load(new JseBaseLib());
    globals.load(new PackageLib());
    globals.load(new StringLib());
    globals.load(new TableLib());
    globals.load(new JseOsLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", toLua(resource));
    return toJson(globals.loadfile(file.toString()).call());
  }

  private static LuaValue toLua(JsonNode node) {
    if (node.isContainerNode()) {
      LuaTable table = new LuaTable();
      int index = 1;
      for (JsonNode item : node.isArray() ? node : JSON.createArrayNode()) {
        table.set(index++, toLua(item));
      }
      node.properties().forEach(field -> table.set(field.getKey(), toLua(field.getValue())));
      return table;
    }
    if (node.isBoolean()) {
      return LuaValue.valueOf(node.asBoolean());
    }
    return node.isNumber() ? LuaValue.valueOf(node.asDouble()) : LuaValue.valueOf(node.asText());
  }

  private static JsonNode toJson(LuaValue value) {
    if (value.istable()) {
      return table(value.checktable());
    }
    if (value.isboolean()) {
      return JSON.getNodeFactory().booleanNode(value.toboolean());
    }
    return value.type() == LuaValue.TNUMBER
        ? JSON.getNodeFactory().numberNode(value.tolong())
        : JSON.getNodeFactory().textNode(value.tojstring());
  }

  private static JsonNode table(LuaTable table) {
    if (table.length() > 0) {
      var array = JSON.createArrayNode();
      for (int i = 1; i <= table.length(); i++) {
        array.add(toJson(table.get(i)));
      }
      return array;
    }
    ObjectNode object = JSON.createObjectNode();
    for (Varargs next = table.next(LuaValue.NIL);
        !next.arg1().isnil();
        next = table.next(next.arg1())) {
      object.set(next.arg1().tojstring(), toJson(next.arg(2)));
    }
    return object;
  }
}
