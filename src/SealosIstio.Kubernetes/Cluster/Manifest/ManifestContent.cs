using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Where an object was read.</summary>
/// <param name="File">The file, as errors name it.</param>
/// <param name="Document">The number of the document, from 1.</param>
/// <param name="Line">The line where the object starts, from 1.</param>
internal sealed record ManifestOrigin(string File, int Document, int Line);

/// <summary>An object with its place and type.</summary>
internal sealed record LoadedObject(ObjectKey Key, ResourceType Type, JsonObject Content, ManifestOrigin Origin);

/// <summary>The objects and errors of manifests. Objects first, then <see cref="Complete"/>, then the results.</summary>
internal sealed class ManifestContent
{
    private readonly List<(KubernetesObject Value, ManifestOrigin Origin)> added = [];

    private readonly List<ManifestError> errors = [];

    private readonly Dictionary<ObjectKey, LoadedObject> objects = [];

    public IReadOnlyList<ManifestError> Errors => errors;

    /// <summary>The good objects, in the order in which they were added.</summary>
    public IEnumerable<LoadedObject> Objects => objects.Values;

    /// <summary>The kinds that the objects bring with them: not built in, or in more versions.</summary>
    public IReadOnlyList<ServedKind> Kinds { get; private set; } = [];

    public void Add(KubernetesObject value, ManifestOrigin origin) => added.Add((value, origin));

    public void Add(ManifestError error) => errors.Add(error);

    /// <summary>Finds each object's resource and refuses objects that a cluster couldn't hold together.</summary>
    public void Complete()
    {
        var served = LoadedKinds.Of(added.Select(item => item.Value).ToList());
        Kinds = served.Added;
        foreach (var (value, origin) in added)
        {
            var kind = served.Find(value);
            var version = VersionOf(value);
            if (SuccessorOf(value) is { } successor)
                Refuse(
                    value,
                    origin,
                    "apiVersion",
                    $"{value.ApiVersion} is gone from Kubernetes: the object would be taken for another kind than {value.Kind}.",
                    $"Write it as {successor.ApiVersion}."
                );
            else if (kind?.In(version) is not { } type)
                Refuse(
                    value,
                    origin,
                    "apiVersion",
                    $"{value.ApiVersion} isn't a version of {value.Kind} that is known.",
                    $"Write it as {kind?.In(null)?.ApiVersion}."
                );
            else if (Place(type, value, origin) is { } key)
                Add(new LoadedObject(key, type, KubernetesJson.ToJsonObject(value), origin), value);
        }
        added.Clear();
    }

    private void Add(LoadedObject item, KubernetesObject value)
    {
        if (objects.TryAdd(item.Key, item))
            return;
        var first = objects[item.Key].Origin;
        Refuse(
            value,
            item.Origin,
            "metadata.name",
            $"The same object is in {first.File}:{first.Line} already; that one counts.",
            "Keep one of the two."
        );
    }

    private ObjectKey? Place(ResourceType type, KubernetesObject value, ManifestOrigin origin)
    {
        var name = value.Metadata.Name ?? "";
        var namespaceName = value.Metadata.NamespaceProperty;
        if (name.Length == 0)
        {
            Refuse(value, origin, "metadata.name", "The object has no name.", "Give it one.");
            return null;
        }
        if (ObjectRules.NameError(type, name) is { } problem)
        {
            Refuse(
                value,
                origin,
                "metadata.name",
                $"\"{name}\" isn't a valid name.",
                $"Write it by the rule: {problem}."
            );
            return null;
        }
        if (!type.Namespaced && !string.IsNullOrEmpty(namespaceName))
        {
            Refuse(
                value,
                origin,
                "metadata.namespace",
                $"{type.Kind} objects live in no namespace, this one names \"{namespaceName}\".",
                "Remove the field."
            );
            return null;
        }
        // As for kubectl, an object that names no namespace belongs to the default one.
        return new ObjectKey(
            ResourceKey.Of(type),
            !type.Namespaced ? ""
                : string.IsNullOrEmpty(namespaceName) ? "default"
                : namespaceName,
            name
        );
    }

    private void Refuse(KubernetesObject value, ManifestOrigin origin, string field, string message, string advice) =>
        errors.Add(
            new ManifestError(origin.File, origin.Line, 1, origin.Document, value.ToString(), field, message, advice)
        );

    // What was in the group "extensions" moved to groups of its own; old files still hold it.
    private static ResourceType? SuccessorOf(KubernetesObject value) =>
        value.ApiVersion.StartsWith("extensions/", StringComparison.Ordinal)
            ? ServedKind.Defaults.FirstOrDefault(kind => kind.Kind == value.Kind)?.In(null)
            : null;

    private static string VersionOf(KubernetesObject value) =>
        value.ApiVersion[(value.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
