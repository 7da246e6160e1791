using System.Globalization;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Patching;

/// <summary>A JSON patch that isn't one, or that the object doesn't allow.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="malformed">Whether the patch isn't a patch at all.</param>
internal sealed class JsonPatchException(string message, bool malformed) : Exception(message)
{
    public bool Malformed { get; } = malformed;
}

/// <summary>RFC 6902, with JSON pointers of RFC 6901.</summary>
internal static class JsonPatch
{
    /// <summary>The patched value; the arguments stay unchanged.</summary>
    /// <exception cref="JsonPatchException">The patch isn't one, a path doesn't exist, or a test failed.</exception>
    public static JsonNode? Apply(JsonNode target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw new JsonPatchException("a JSON patch is an array of operations", malformed: true);
        JsonNode? result = target.DeepClone();
        foreach (var item in operations)
        {
            if (item is not JsonObject operation)
                throw new JsonPatchException("an operation of a JSON patch is an object", malformed: true);
            result = ApplyOperation(result, operation);
        }
        return result;
    }

    private static JsonNode? ApplyOperation(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                return Add(root, path, Value(operation));
            case "remove":
                return Remove(root, path);
            case "replace":
                var value = Value(operation);
                _ = Get(root, path);
                return path.Length == 0 ? value : Add(Remove(root, path), path, value);
            case "move":
                var from = Pointer(operation, "from");
                if (path.Length > from.Length && path.AsSpan(0, from.Length).SequenceEqual(from))
                    throw Failure("move", path, "a value can't be moved into itself");
                var moved = Get(root, from)?.DeepClone();
                return Add(Remove(root, from), path, moved);
            case "copy":
                return Add(root, path, Get(root, Pointer(operation, "from"))?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(Get(root, path), Value(operation))
                    ? root
                    : throw Failure("test", path, "the value is another one");
            default:
                throw new JsonPatchException($"unknown operation \"{Text(operation, "op")}\"", malformed: false);
        }
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        switch (Get(root, path[..^1]))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : Index(list, path, list.Count), value);
                break;
            default:
                throw Failure("add", path, "its parent is neither an object nor an array");
        }
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
            throw Failure("remove", path, "the whole object can't be removed");
        switch (Get(root, path[..^1]))
        {
            case JsonObject parent when parent.Remove(path[^1]):
                break;
            case JsonArray list:
                // An item keeps its place for the operations that follow, so it is taken out, not set to null.
                list.RemoveAt(Index(list, path, list.Count - 1));
                break;
            default:
                throw Failure("remove", path, "it doesn't exist");
        }
        return root;
    }

    private static JsonNode? Get(JsonNode? root, string[] path)
    {
        var node = root;
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject parent when parent.TryGetPropertyValue(part, out var value) => value,
                JsonArray list => list[Index(list, [part], list.Count - 1)],
                _ => throw Failure("read", path, "it doesn't exist"),
            };
        }
        return node;
    }

    private static int Index(JsonArray list, string[] path, int maximum)
    {
        var text = path[^1];
        var isIndex =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && (text.Length == 1 || text[0] != '0');
        return isIndex && index <= maximum ? index : throw Failure("reach", path, $"the array has {list.Count} items");
    }

    private static string[] Pointer(JsonObject operation, string name)
    {
        var text =
            Text(operation, name) ?? throw new JsonPatchException($"an operation has no \"{name}\"", malformed: false);
        if (text.Length == 0)
            return [];
        if (text[0] != '/')
            throw new JsonPatchException($"\"{text}\" is not a JSON pointer: it must start with /", malformed: false);
        return text[1..]
            .Split('/')
            .Select(part =>
                part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            )
            .ToArray();
    }

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value)
            ? value?.DeepClone()
            : throw new JsonPatchException("an operation has no \"value\"", malformed: false);

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonPatchException Failure(string verb, string[] path, string reason) =>
        new($"can't {verb} /{string.Join('/', path)}: {reason}", malformed: false);
}
