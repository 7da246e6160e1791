using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Controllers;

/// <summary>The operations of a JSON patch that set or remove one annotation and leave no empty map behind.</summary>
internal static class ObjectAnnotation
{
    private const string Map = "/metadata/annotations";

    /// <summary>The operations; none when there is nothing to do.</summary>
    /// <param name="item">The object as it is.</param>
    /// <param name="name">The annotation.</param>
    /// <param name="value">Its value; null to remove it.</param>
    public static IEnumerable<JsonObject> Operations(KubernetesObject item, string name, string? value)
    {
        var annotations = item.Metadata.Annotations;
        var path =
            $"{Map}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        if (value is not null)
        {
            if (annotations is null)
                yield return EnvironmentEdit.Operation("add", Map, new JsonObject());
            yield return EnvironmentEdit.Operation("add", path, value);
        }
        else if (annotations?.ContainsKey(name) == true)
            yield return EnvironmentEdit.Operation("remove", annotations.Count == 1 ? Map : path);
    }
}
