using System.Globalization;
using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Builds the paths of the Kubernetes API, relative to the server's URL.</summary>
internal static class ApiPath
{
    /// <summary><c>api/v1</c> or <c>apis/group/version</c>.</summary>
    public static string Version(string group, string version) =>
        group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";

    /// <summary>All objects of a type, in one namespace or (null) everywhere.</summary>
    public static string Collection(ResourceType type, string? namespaceName)
    {
        var root = Version(type.Group, type.Version);
        return type.Namespaced && namespaceName is not null
            ? $"{root}/namespaces/{Segment(namespaceName, "namespace")}/{type.PluralName}"
            : $"{root}/{type.PluralName}";
    }

    /// <summary>One object; the namespace has no effect for cluster-scoped types.</summary>
    public static string Object(ResourceType type, string? namespaceName, string name, string? subresource = null)
    {
        if (type.Namespaced && string.IsNullOrEmpty(namespaceName))
            throw new ArgumentException(
                $"{type.Kind} \"{name}\" lives in a namespace, and none was given.",
                nameof(namespaceName)
            );
        var path = $"{Collection(type, namespaceName)}/{Segment(name, "name")}";
        return subresource is null ? path : $"{path}/{Segment(subresource, "subresource")}";
    }

    /// <summary>Appends the parameters that have a value.</summary>
    public static string WithQuery(string path, params (string Name, string? Value)[] parameters)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>What Kubernetes itself refuses in a name would here lead to another resource's path.</summary>
    private static string Segment(string text, string what)
    {
        if (text is "" or "." or ".." || text.AsSpan().IndexOfAny('/', '%') >= 0)
            throw new ArgumentException(
                $"\"{text}\" can't be a {what}: it must not be empty, \".\" or \"..\" and must not contain / or %.",
                what
            );
        return Uri.EscapeDataString(text);
    }
}
