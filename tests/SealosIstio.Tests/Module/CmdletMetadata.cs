using System.Management.Automation;
using System.Reflection;

namespace SealosIstio.Tests.Module;

/// <summary>
/// A cmdlet as its attributes describe it. Attributes are read as data and never made: the library that stands in for PowerShell
/// here has no working constructors.
/// </summary>
internal sealed class CmdletMetadata
{
    private CmdletMetadata(Type type, CustomAttributeData attribute)
    {
        Type = type;
        Verb = (string)attribute.ConstructorArguments[0].Value!;
        Noun = (string)attribute.ConstructorArguments[1].Value!;
        SupportsShouldProcess = Named(attribute, "SupportsShouldProcess") is true;
        IsHighImpact = Named(attribute, "ConfirmImpact") is (int)ConfirmImpact.High;
        DefaultParameterSet = Named(attribute, "DefaultParameterSetName") as string;
        OutputTypes =
        [
            .. type
                .CustomAttributes.Where(data => data.AttributeType == typeof(OutputTypeAttribute))
                .SelectMany(data => data.ConstructorArguments)
                .SelectMany(TypesOf),
        ];
        Parameters =
        [
            .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CustomAttributes.Any(IsParameter))
                .Select(property => new CmdletParameter(property)),
        ];
    }

    /// <summary>Every cmdlet of the module, by name.</summary>
    public static IReadOnlyList<CmdletMetadata> All { get; } =
    [
        .. typeof(SealosCommand)
            .Assembly.GetTypes()
            .Select(type =>
                (
                    type,
                    attribute: type.CustomAttributes.FirstOrDefault(data =>
                        data.AttributeType == typeof(CmdletAttribute)
                    )
                )
            )
            .Where(pair => pair.attribute is not null)
            .Select(pair => new CmdletMetadata(pair.type, pair.attribute!))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
    ];

    public Type Type { get; }

    public string Verb { get; }

    public string Noun { get; }

    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess { get; }

    public bool IsHighImpact { get; }

    public string? DefaultParameterSet { get; }

    public IReadOnlyList<Type> OutputTypes { get; }

    public IReadOnlyList<CmdletParameter> Parameters { get; }

    /// <summary>The parameter sets, the default one first; one without a name when all parameters are in every set.</summary>
    public IReadOnlyList<string?> ParameterSets
    {
        get
        {
            var named = Parameters.SelectMany(parameter => parameter.Sets.Keys).Where(set => set.Length > 0).Distinct();
            List<string?> sets = [.. named.OrderBy(set => set != DefaultParameterSet)];
            return sets.Count > 0 ? sets : [null];
        }
    }

    private static bool IsParameter(CustomAttributeData data) => data.AttributeType == typeof(ParameterAttribute);

    private static IEnumerable<Type> TypesOf(CustomAttributeTypedArgument argument) =>
        argument.Value switch
        {
            Type type => [type],
            IEnumerable<CustomAttributeTypedArgument> several => several.SelectMany(TypesOf),
            _ => [],
        };

    internal static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}

/// <summary>How a parameter stands in one set.</summary>
internal sealed record ParameterPlace(bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName);

/// <summary>A parameter of a cmdlet.</summary>
internal sealed class CmdletParameter
{
    public CmdletParameter(PropertyInfo property)
    {
        Property = property;
        foreach (var data in property.CustomAttributes.Where(data => data.AttributeType == typeof(ParameterAttribute)))
            Sets[CmdletMetadata.Named(data, "ParameterSetName") as string ?? ""] = new ParameterPlace(
                CmdletMetadata.Named(data, "Mandatory") is true,
                CmdletMetadata.Named(data, "Position") as int?,
                CmdletMetadata.Named(data, "ValueFromPipeline") is true,
                CmdletMetadata.Named(data, "ValueFromPipelineByPropertyName") is true
            );
        Aliases =
        [
            .. property
                .CustomAttributes.Where(data => data.AttributeType == typeof(AliasAttribute))
                .SelectMany(data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
                .Select(argument => (string)argument.Value!),
        ];
        TakesWildcards = property.CustomAttributes.Any(data =>
            data.AttributeType == typeof(SupportsWildcardsAttribute)
        );
    }

    public PropertyInfo Property { get; }

    public string Name => Property.Name;

    /// <summary>Its place per parameter set; the empty name stands for every set.</summary>
    public Dictionary<string, ParameterPlace> Sets { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Aliases { get; }

    public bool TakesWildcards { get; }

    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The type as PowerShell's help shows it.</summary>
    public string TypeName =>
        Type == typeof(string) ? "string"
        : Type == typeof(string[]) ? "string[]"
        : Type.Name;

    /// <summary>Its place in a set; null when it isn't part of it.</summary>
    public ParameterPlace? PlaceIn(string? set) =>
        Sets.GetValueOrDefault("") ?? (set is null ? null : Sets.GetValueOrDefault(set));
}
