using System.Runtime.CompilerServices;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// Reads a list page by page, in constant memory. When the snapshot behind a continue token has expired (410), the list
/// goes on with the token that the server offers instead: later objects are then newer than the earlier ones, none comes
/// twice. Without such a token the list begins again behind the last object handed out; that needs the server's order by
/// namespace and name, and where the objects didn't come in that order the 410 is thrown.
/// </summary>
internal sealed class ApiLister(ApiTransport transport, ResourceType type, ListOptions options)
{
    private string? lastKey;
    private bool ordered = true;
    private int pageSize = Math.Max(1, options.PageSize);

    public async IAsyncEnumerable<KubernetesObject> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? token = null;
        string? skipThrough = null;
        var isFirst = true;
        do
        {
            ApiListPage page;
            try
            {
                page = await ReadPageAsync(token, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.Code == 410 && token is not null)
            {
                token = OfferedToken(e.Status);
                if (token is null && !ordered)
                    throw;
                if (token is null)
                    skipThrough = lastKey;
                page = await ReadPageAsync(token, cancellationToken);
            }

            if (isFirst && page.Version is { } version)
                options.VersionRead?.Invoke(version);
            isFirst = false;

            foreach (var item in page.Items)
            {
                var found = Decode(item);
                var key = $"{found.Metadata.NamespaceProperty}/{found.Metadata.Name}";
                if (skipThrough is not null && string.CompareOrdinal(key, skipThrough) <= 0)
                    continue;
                ordered &= string.CompareOrdinal(lastKey, key) < 0;
                lastKey = key;
                yield return found;
            }
            token = page.Continue;
        } while (token is not null);
    }

    private async Task<ApiListPage> ReadPageAsync(string? token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var path = ApiPath.WithQuery(
                ApiPath.Collection(type, options.Namespace),
                ("labelSelector", options.LabelSelector),
                ("fieldSelector", options.FieldSelector),
                ("limit", ApiPath.Number(pageSize)),
                ("continue", token)
            );
            try
            {
                return await transport.SendAsync(ApiRequest.Get(path, type), Parse, cancellationToken);
            }
            catch (ResponseTooLargeException) when (pageSize > 1)
            {
                // Large objects: the same page in smaller pieces.
                pageSize = Math.Max(1, pageSize / 8);
            }
            catch (ResponseTooLargeException e)
            {
                throw ApiFailure.TooLarge(transport.Address, type.QualifiedName, e);
            }
        }
    }

    private ApiListPage Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ApiListPage.Parse(body);
        }
        catch (JsonException e)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                $"answered with no list of {type.QualifiedName}: {JsonFlaw.Describe(e)}",
                JsonFlaw.Harmless(e)
            );
        }
    }

    private KubernetesObject Decode(ReadOnlyMemory<byte> item)
    {
        try
        {
            return ApiObjects.Decode(item.Span, type);
        }
        catch (JsonException e)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                $"answered with an unreadable {type.Kind}: {JsonFlaw.Describe(e)}",
                JsonFlaw.Harmless(e)
            );
        }
    }

    /// <summary>The token that a 410 carries in its list metadata.</summary>
    private static string? OfferedToken(V1Status status) =>
        status.AdditionalProperties?.TryGetValue("metadata", out var metadata) == true
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("continue", out var token)
        && token.ValueKind == JsonValueKind.String
        && token.GetString() is { Length: > 0 } text
            ? text
            : null;
}
