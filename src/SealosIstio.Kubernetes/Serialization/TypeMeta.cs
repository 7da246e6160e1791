using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>The two fields that say what an object is, either of them possibly missing.</summary>
internal readonly record struct TypeMeta(string? ApiVersion, string? Kind)
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group =>
        ApiVersion?.IndexOf('/', StringComparison.Ordinal) is int at and >= 0 ? ApiVersion[..at] : "";

    /// <summary>The class that models the object.</summary>
    public Type ClrType =>
        Kind is null
            ? typeof(GenericKubernetesObject)
            : KnownTypes.Find(Group, Kind)?.ClrType ?? typeof(GenericKubernetesObject);

    /// <summary>Reads the fields of the object that the reader is about to enter; the reader passed stays where it is.</summary>
    public static TypeMeta Peek(Utf8JsonReader reader)
    {
        string? apiVersion = null;
        string? kind = null;
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected a JSON object.");
        while ((apiVersion is null || kind is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isApiVersion = reader.ValueTextEquals("apiVersion"u8);
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isApiVersion && reader.TokenType == JsonTokenType.String)
                apiVersion = reader.GetString();
            else if (isKind && reader.TokenType == JsonTokenType.String)
                kind = reader.GetString();
            else
                reader.Skip();
        }
        return new TypeMeta(apiVersion, kind);
    }
}
