using System.Runtime.CompilerServices;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Reads a watch: one JSON document per line, for as long as the server sends.</summary>
internal sealed class ApiWatcher(ApiTransport transport, ResourceType type, WatchOptions options)
{
    public async IAsyncEnumerable<WatchEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = ApiPath.WithQuery(
            ApiPath.Collection(type, options.Namespace),
            ("watch", "true"),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("resourceVersion", options.ResourceVersion),
            ("allowWatchBookmarks", options.AllowBookmarks ? "true" : null),
            ("timeoutSeconds", options.TimeoutSeconds is { } seconds ? ApiPath.Number(seconds) : null)
        );
        await using var stream = await transport.OpenAsync(ApiRequest.Get(path, type), cancellationToken);
        var lines = new LineReader(stream, transport.MaxResponseBytes);
        while (true)
        {
            ReadOnlyMemory<byte>? line;
            try
            {
                line = await lines.ReadAsync(cancellationToken);
            }
            catch (ResponseTooLargeException e)
            {
                throw ApiFailure.TooLarge(transport.Address, $"a watch of {type.QualifiedName}", e);
            }
            if (line is null)
                yield break;
            yield return Decode(line.Value);
        }
    }

    private WatchEvent Decode(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var name = document.RootElement.GetProperty("type").GetString();
            var content = document.RootElement.GetProperty("object");
            if (name == "ERROR")
                throw Error(content);
            return new WatchEvent(
                name switch
                {
                    "ADDED" => WatchEventType.Added,
                    "MODIFIED" => WatchEventType.Modified,
                    "DELETED" => WatchEventType.Deleted,
                    "BOOKMARK" => WatchEventType.Bookmark,
                    _ => throw new JsonException($"its type is \"{name}\""),
                },
                ApiObjects.Decode(content)
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                $"sent something that isn't an event while {type.QualifiedName} were watched: "
                    + (e is JsonException json ? JsonFlaw.Describe(json) : e.Message),
                e is JsonException flaw ? JsonFlaw.Harmless(flaw) : e
            );
        }
    }

    private KubernetesApiException Error(JsonElement content) =>
        KubernetesJson.Deserialize<V1Status>(content) is { Kind: "Status" } status
            ? new KubernetesApiException(status)
            : ApiFailure.Invalid(
                transport.Address,
                $"ended the watch of {type.QualifiedName} with an error without a Status"
            );
}
