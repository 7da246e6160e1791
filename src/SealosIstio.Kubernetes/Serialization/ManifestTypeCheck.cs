using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>A value that doesn't fit the field that it was written for.</summary>
internal sealed record TypeMismatch(ManifestNode Node, string Field, string Message, string Advice);

/// <summary>
/// Compares a document with a class and names every value of the wrong type. Runs only when the serializer has refused a
/// document, or when nulls could have slipped through, so it costs nothing for good ones.
/// </summary>
internal sealed class ManifestTypeCheck(bool secret)
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, Type>> Properties = new();

    private readonly List<TypeMismatch> mismatches = [];

    /// <summary>Compares.</summary>
    /// <param name="root">The object.</param>
    /// <param name="type">Its class.</param>
    /// <param name="secret">Whether values must stay out of messages.</param>
    public static IReadOnlyList<TypeMismatch> Check(ManifestNode root, Type type, bool secret)
    {
        var check = new ManifestTypeCheck(secret);
        check.Visit(root, type, "");
        return check.mismatches;
    }

    private void Visit(ManifestNode node, Type type, string path)
    {
        if (type == typeof(JsonElement))
            return;
        if (ElementOf(type, typeof(IList<>)) is { } item)
            VisitList(node, item, path);
        else if (ElementOf(type, typeof(IDictionary<,>)) is { } value)
            VisitMap(node, value, path);
        else if (typeof(ModelPart).IsAssignableFrom(type) || typeof(KubernetesObject).IsAssignableFrom(type))
            VisitObject(node, type, path);
        else
            VisitScalar(node, type, path);
    }

    private void VisitObject(ManifestNode node, Type type, string path)
    {
        if (node.Type != ManifestNodeType.Mapping)
        {
            Report(node, path, "a mapping", "Write fields below it, each as \"name: value\".");
            return;
        }
        var properties = Properties.GetOrAdd(type, PropertiesOf);
        foreach (var field in node.Fields)
        {
            // A null leaves the field out.
            if (field.Value.Type != ManifestNodeType.Null && properties.TryGetValue(field.Name, out var property))
                Visit(field.Value, property, path.Length == 0 ? field.Name : $"{path}.{field.Name}");
        }
    }

    private void VisitList(ManifestNode node, Type item, string path)
    {
        if (node.Type != ManifestNodeType.List)
        {
            Report(node, path, "a list", "Write items below it, each after \"- \".");
            return;
        }
        for (var i = 0; i < node.Items.Count; i++)
            Visit(node.Items[i], item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
    }

    private void VisitMap(ManifestNode node, Type value, string path)
    {
        if (node.Type != ManifestNodeType.Mapping)
        {
            Report(node, path, "a mapping", "Write entries below it, each as \"name: value\".");
            return;
        }
        foreach (var field in node.Fields)
            Visit(field.Value, value, $"{path}[{field.Name}]");
    }

    private void VisitScalar(ManifestNode node, Type type, string path)
    {
        if (type == typeof(string))
            VisitString(node, path);
        else if (type == typeof(byte[]))
            VisitBytes(node, path);
        else if (type == typeof(bool))
        {
            if (node.Type != ManifestNodeType.Boolean)
                Report(node, path, "true or false", "Write true or false, without quotes.");
        }
        else if (type == typeof(int) || type == typeof(long))
            VisitWhole(node, type, path);
        else if (type == typeof(double))
        {
            if (node.Type != ManifestNodeType.Number)
                Report(node, path, "a number", "Write a number, without quotes.");
        }
        else if (type == typeof(IntOrString))
        {
            if (node.Type != ManifestNodeType.String && !IsWhole(node, typeof(int)))
                Report(node, path, "a whole number or a string", "Write a port's number or its name.");
        }
        else if (
            type == typeof(ResourceQuantity)
            && node.Type is not (ManifestNodeType.String or ManifestNodeType.Number)
        )
            Report(node, path, "a quantity", "Write an amount such as 100m, 1Gi or 2.");
    }

    private void VisitString(ManifestNode node, string path)
    {
        if (node.Type == ManifestNodeType.String)
            return;
        var advice = node.Type switch
        {
            ManifestNodeType.Null => "Write \"\" for an empty text, or leave the line out.",
            ManifestNodeType.List or ManifestNodeType.Mapping =>
                "Write one text; to keep this as text, use a block after \"|\".",
            _ when secret => "Put the value in quotes.",
            _ => $"Put it in quotes: \"{node.Source}\".",
        };
        Report(node, path, "a string", advice);
    }

    private void VisitBytes(ManifestNode node, string path)
    {
        // A null is no bytes: servers send it.
        if (node.Type == ManifestNodeType.Null)
            return;
        if (node.Type != ManifestNodeType.String)
            Report(node, path, "base64 text", "Encode the value as base64 and put it in quotes.");
        else if (!Base64Converter.TryDecode(node.Text.ReplaceLineEndings(""), out _))
            mismatches.Add(
                new TypeMismatch(
                    node,
                    path,
                    "The text isn't base64.",
                    "Encode the value as base64, or move it to stringData."
                )
            );
    }

    private void VisitWhole(ManifestNode node, Type type, string path)
    {
        if (IsWhole(node, type))
            return;
        if (node.Type == ManifestNodeType.Number)
            mismatches.Add(
                new TypeMismatch(
                    node,
                    path,
                    "The number isn't whole, or is too large.",
                    type == typeof(int)
                        ? "Write a whole number between -2147483648 and 2147483647."
                        : "Write a whole number of at most 64 bits."
                )
            );
        else if (
            !secret
            && node.Type == ManifestNodeType.String
            && long.TryParse(node.Text, CultureInfo.InvariantCulture, out _)
        )
            Report(node, path, "a whole number", $"Remove the quotes: {node.Text}.");
        else
            Report(node, path, "a whole number", "Write a whole number, without quotes.");
    }

    private void Report(ManifestNode node, string path, string expected, string advice)
    {
        var found = node.Type switch
        {
            ManifestNodeType.Null => "Nothing stands",
            ManifestNodeType.Boolean => "A boolean stands",
            ManifestNodeType.Number => "A number stands",
            ManifestNodeType.String => "A string stands",
            ManifestNodeType.List => "A list stands",
            _ => "A mapping stands",
        };
        mismatches.Add(new TypeMismatch(node, path, $"{found} where {expected} belongs.", advice));
    }

    private static bool IsWhole(ManifestNode node, Type type) =>
        node.Type == ManifestNodeType.Number
        && (
            type == typeof(int)
                ? int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                : long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        );

    private static Type? ElementOf(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[^1] : null;

    private static Dictionary<string, Type> PropertiesOf(Type type) =>
        KubernetesJson
            .TypeInfo(type)
            .Properties.Where(property => !property.IsExtensionData)
            .ToDictionary(
                property => property.Name,
                property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
            );
}
