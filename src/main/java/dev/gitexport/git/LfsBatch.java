package dev.gitexport.git;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON of git-lfs's batch API: a request to download, and the answer to it.
final class LfsBatch {

  static final String TYPE = "application/vnd.git-lfs+json";

  /// Where a server says null in a list it says nothing.
  static final JsonMapper MAPPER =
      JsonMapper.builder().defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP)).build();

  private LfsBatch() {}

  private record Request(
      String operation, List<String> transfers, String hash_algo, List<LfsPointer> objects) {}

  /// @param objects one for every object that was asked for
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(@Nullable String transfer, @Nullable List<Item> objects) {}

  /// @param actions what to do, by name; none where the server has no such object
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Item(String oid, @Nullable Map<String, Action> actions, @Nullable Problem error) {}

  /// @param header to be sent with the request
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Action(@Nullable String href, @Nullable Map<String, String> header) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Problem(int code, @Nullable String message) {}

  static byte[] request(List<LfsPointer> pointers) {
    try {
      return MAPPER.writeValueAsBytes(
          new Request("download", List.of("basic"), "sha256", pointers));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours always has a JSON form", e);
    }
  }

  /// @throws IOException when it is not of the API's form
  static Answer answer(byte[] json) throws IOException {
    return MAPPER.readValue(json, Answer.class);
  }
}
