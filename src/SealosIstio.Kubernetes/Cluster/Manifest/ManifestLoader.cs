using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Puts loaded objects into a store, with the bookkeeping that a manifest may lack.</summary>
internal static class ManifestLoader
{
    private static readonly ResourceType Namespace = new("", "v1", "Namespace", "namespaces", false);

    public static void Load(ManifestStore store, ManifestContent content, TimeProvider timeProvider)
    {
        var now = Timestamp.Format(timeProvider.GetUtcNow());
        var items = content.Objects.Concat(ImpliedNamespaces(content)).ToList();
        // Those that have a version keep it; the others count as written after them.
        var next = items.Select(VersionOf).DefaultIfEmpty(0).Max();
        var loaded = new List<StoredObject>();
        foreach (var item in items)
        {
            var version = VersionOf(item) is > 0 and var known ? known : ++next;
            var metadata = ObjectMetadata.Of(item.Content);
            item.Content["apiVersion"] = item.Type.ApiVersion;
            metadata.Set("namespace", item.Type.Namespaced ? item.Key.Namespace : null);
            metadata.Set("resourceVersion", version.ToString(CultureInfo.InvariantCulture));
            metadata.Set("uid", metadata.Text("uid") ?? UidOf(item.Key));
            metadata.Set("creationTimestamp", metadata.Text("creationTimestamp") ?? now);
            if (KindTraits.HasGeneration(item.Type) && metadata.Number("generation") is null)
                metadata.Set("generation", 1);
            ObjectDefaults.Fill(item.Type, item.Content);
            loaded.Add(new StoredObject(item.Key, item.Type, item.Content));
        }
        store.Load(loaded);
    }

    private static IEnumerable<LoadedObject> ImpliedNamespaces(ManifestContent content)
    {
        var key = ResourceKey.Of(Namespace);
        var given = content.Objects.Where(item => item.Key.Resource == key).Select(item => item.Key.Name);
        return content
            .Objects.Select(item => item.Key.Namespace)
            .Where(name => name.Length > 0)
            .Append("default")
            .Distinct()
            .Except(given)
            .Order(StringComparer.Ordinal)
            .Select(name => new LoadedObject(
                new ObjectKey(key, "", name),
                Namespace,
                new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Namespace",
                    ["metadata"] = new JsonObject { ["name"] = name },
                },
                new ManifestOrigin("", 0, 0)
            ));
    }

    private static long VersionOf(LoadedObject item)
    {
        var text = ObjectMetadata.Of(item.Content).Text("resourceVersion");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    // The same in every run, so that provenance and owner references that were saved elsewhere still fit.
    private static string UidOf(ObjectKey key)
    {
        var place = $"{key.Resource.Group}/{key.Resource.PluralName}/{key.Namespace}/{key.Name}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(place));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
