using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>A Kubernetes API server, over HTTP.</summary>
/// <remarks>
/// Writes ask for <c>fieldValidation=Strict</c>: a server of Kubernetes 1.25 or later refuses a field that it doesn't know,
/// instead of dropping it. Older servers don't know the parameter and drop such fields of custom resources.
/// An object that doesn't exist and a resource that isn't served are both 404; for the latter the exception's
/// Status.Details has a Kind and no Name.
/// </remarks>
public sealed class ApiCluster : IKubernetesCluster
{
    private readonly ApiTransport transport;
    private readonly ApiDiscovery discovery;

    private ApiCluster(ApiTransport transport, KubeconfigContext context)
    {
        this.transport = transport;
        discovery = new ApiDiscovery(transport);
        transport.ResourceMissing = discovery.Forget;
        Context = context;
    }

    /// <inheritdoc/>
    public string Name => Context.Name;

    /// <summary>The context that the connection was made with.</summary>
    public KubeconfigContext Context { get; }

    /// <inheritdoc/>
    public string? ServerVersion { get; private set; }

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <summary>The API server's URL, ending in a slash.</summary>
    public Uri Server => transport.Address.Uri;

    /// <summary>Connects with a context of a kubeconfig, or in a pod, where there is none, with its service account.</summary>
    /// <param name="kubeconfigPath">The file; null for KUBECONFIG, then <c>~/.kube/config</c>, then the pod.</param>
    /// <param name="contextName">The context; null for the current one.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubeconfigException">The kubeconfig is missing, broken or can't be used.</exception>
    /// <exception cref="KubernetesConnectionException">The server doesn't answer.</exception>
    /// <exception cref="KubernetesApiException">The server doesn't accept the credentials, or is no API server.</exception>
    public static Task<ApiCluster> ConnectAsync(
        string? kubeconfigPath,
        string? contextName,
        ApiClusterOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ConnectAsync(KubeconfigContext.Find(kubeconfigPath, contextName), options, cancellationToken);

    /// <summary>Connects with a context, and asks the server for its version to see that it answers.</summary>
    /// <inheritdoc cref="ConnectAsync(string?, string?, ApiClusterOptions?, CancellationToken)"/>
    /// <param name="context">The context.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<ApiCluster> ConnectAsync(
        KubeconfigContext context,
        ApiClusterOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var cluster = new ApiCluster(new ApiTransport(context, options ?? new ApiClusterOptions()), context);
        try
        {
            if (context.Cluster.InsecureSkipTlsVerify)
                cluster.transport.Warn(
                    $"The certificate of {cluster.transport.Address} isn't checked, because insecure-skip-tls-verify of cluster "
                        + $"\"{context.Cluster.Name}\" says so: anybody on the way can read and change everything."
                );
            cluster.ServerVersion = await cluster.ReadVersionAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<ResourceType?> FindResourceTypeAsync(
        string group,
        string kind,
        string? version = null,
        CancellationToken cancellationToken = default
    ) => discovery.FindAsync(group, kind, version, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ResourceType>> GetResourceTypesAsync(CancellationToken cancellationToken = default) =>
        discovery.AllAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<KubernetesObject> ListAsync(
        ResourceType type,
        ListOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(type);
        return new ApiLister(transport, type, options ?? new ListOptions()).ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<KubernetesObject?> GetAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(type);
        var request = ApiRequest.Get(ApiPath.Object(type, namespaceName, name), type);
        try
        {
            return await SendForObjectAsync(request, cancellationToken);
        }
        catch (KubernetesApiException e) when (ApiFailure.IsMissingObject(e, name))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(desired.Metadata.Name))
            throw new ArgumentException($"A {desired.Kind} without metadata.name can't be applied.", nameof(desired));

        var type = await ResourceTypeOfAsync(desired, cancellationToken);
        var path = ApiPath.WithQuery(
            ApiPath.Object(type, desired.Metadata.NamespaceProperty, desired.Metadata.Name),
            ("fieldManager", options.FieldManager),
            ("force", options.Force ? "true" : null),
            ("dryRun", options.DryRun ? "All" : null),
            ("fieldValidation", "Strict")
        );
        var request = new ApiRequest(HttpMethod.Patch, path)
        {
            Type = type,
            Body = ApplyBody.Create(desired),
            ContentType = "application/apply-patch+yaml",
            // Applying says how the object should be, whatever it is: the second time finds it so.
            IsRepeatable = true,
        };
        return await SendForObjectAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(options);
        var path = ApiPath.WithQuery(
            ApiPath.Object(type, namespaceName, name, options.Subresource),
            ("fieldManager", options.FieldManager),
            ("dryRun", options.DryRun ? "All" : null),
            ("fieldValidation", "Strict")
        );
        var request = new ApiRequest(HttpMethod.Patch, path)
        {
            Type = type,
            Body = Encoding.UTF8.GetBytes(patch.Content.ToJsonString()),
            ContentType = patch.Type switch
            {
                PatchType.Merge => "application/merge-patch+json",
                _ => "application/json-patch+json",
            },
            IsRepeatable = IsRepeatable(patch),
        };
        return SendForObjectAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(type);
        options ??= new DeleteOptions();
        var request = new ApiRequest(HttpMethod.Delete, ApiPath.Object(type, namespaceName, name))
        {
            Type = type,
            Body = DeleteBody(options),
            // Without a uid the second time might hit an object that somebody has made anew since the first.
            IsRepeatable = options.PreconditionUid is not null || options.DryRun,
        };
        try
        {
            return await SendAsync(request, static _ => true, cancellationToken);
        }
        catch (KubernetesApiException e) when (ApiFailure.IsMissingObject(e, name))
        {
            // Gone at the second attempt: by the first one, whose answer was lost.
            return e.FollowsUnclearAttempt;
        }
        catch (KubernetesApiException e) when (e is { Code: 409, FollowsUnclearAttempt: true })
        {
            var live = await GetAsync(type, namespaceName, name, cancellationToken);
            if (options.PreconditionUid is null || live?.Metadata.Uid == options.PreconditionUid)
                throw;
            return true;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType type,
        WatchOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(type);
        return new ApiWatcher(transport, type, options ?? new WatchOptions()).ReadAsync(cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReadVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await transport.SendAsync(ApiRequest.Get("version"), ParseVersion, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.Code == 403)
        {
            // The server knows the user; only the version is a secret to it.
            return "";
        }
        catch (KubernetesApiException e) when (e.Code == 404)
        {
            throw ApiFailure.Invalid(transport.Address, "isn't a Kubernetes API server: it has no /version.", e);
        }
        catch (ResponseTooLargeException e)
        {
            throw NoVersion(e);
        }
    }

    private string ParseVersion(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("gitVersion").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NoVersion(e is JsonException json ? JsonFlaw.Harmless(json) : e);
        }
    }

    private KubernetesApiException NoVersion(Exception? cause) =>
        ApiFailure.Invalid(transport.Address, "isn't a Kubernetes API server: /version is something else.", cause);

    private async Task<ResourceType> ResourceTypeOfAsync(KubernetesObject item, CancellationToken cancellationToken)
    {
        var slash = item.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : item.ApiVersion[..slash];
        var version = item.ApiVersion[(slash + 1)..];
        return await discovery.FindAsync(group, item.Kind, version, cancellationToken)
            ?? throw ApiFailure.NotServed(group, version, item.Kind);
    }

    private Task<KubernetesObject> SendForObjectAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, body => Decode(request, body), cancellationToken);

    private KubernetesObject Decode(ApiRequest request, ReadOnlyMemory<byte> body)
    {
        try
        {
            return ApiObjects.Decode(body.Span, request.Type!);
        }
        catch (JsonException e)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                $"answered {request} with something that isn't a {request.Type!.Kind}: {JsonFlaw.Describe(e)}",
                JsonFlaw.Harmless(e)
            );
        }
    }

    private async Task<T> SendAsync<T>(
        ApiRequest request,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await transport.SendAsync(request, decode, cancellationToken);
        }
        catch (ResponseTooLargeException e)
        {
            throw ApiFailure.TooLarge(transport.Address, request.ToString(), e);
        }
    }

    /// <summary>
    /// A merge patch says how fields should be. A JSON patch says what to do, and one that is bound to a version fails the second time,
    /// though the first was done.
    /// </summary>
    private static bool IsRepeatable(KubernetesPatch patch) =>
        patch.Type == PatchType.Merge && patch.Content["metadata"]?["resourceVersion"] is null;

    private static byte[] DeleteBody(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.Propagation is { } propagation)
            body["propagationPolicy"] = propagation.ToString();
        if (options.DryRun)
            body["dryRun"] = new JsonArray("All");

        var preconditions = new JsonObject();
        if (options.PreconditionUid is not null)
            preconditions["uid"] = options.PreconditionUid;
        if (options.PreconditionResourceVersion is not null)
            preconditions["resourceVersion"] = options.PreconditionResourceVersion;
        if (preconditions.Count > 0)
            body["preconditions"] = preconditions;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
