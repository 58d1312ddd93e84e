//! The styles of parameters and of the fields of forms.

/// The serialization of an array in a form: `style` and `explode` of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListStyle {
    /// The name is repeated for each item: `tag=a&tag=b` (`form`, exploded).
    Repeated,
    /// The items are separated by commas: `tag=a,b` (`form`, not exploded).
    Commas,
    /// The items are separated by spaces: `tag=a%20b` (`spaceDelimited`).
    Spaces,
    /// The items are separated by vertical bars: `tag=a%7Cb` (`pipeDelimited`).
    Pipes,
}

/// The `style` of a parameter (OpenAPI 3.1, 4.8.12.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterStyle {
    /// `simple`, the default in a path and a header: `a,b`; an object is `R,1,G,2`, exploded `R=1,G=2`.
    Simple,
    /// `label`, in a path: `.a,b`, exploded `.a.b`; an object is `.R,1,G,2`, exploded `.R=1.G=2` (RFC 6570, 3.2.5).
    Label,
    /// `matrix`, in a path: `;x=a,b`, exploded `;x=a;x=b`; an object is `;x=R,1,G,2`, exploded `;R=1;G=2` (RFC 6570,
    /// 3.2.7).
    Matrix,
    /// `form`, the default in a query and a cookie: `x=a,b`, exploded `x=a&x=b`; an object is `x=R,1,G,2`, exploded
    /// `R=1&G=2`, where an array in a property repeats its name.
    Form,
    /// `spaceDelimited`, in a query: `x=a%20b`; an object is `x=R%201%20G%202`.
    SpaceDelimited,
    /// `pipeDelimited`, in a query: `x=a%7Cb`; an object is `x=R%7C1%7CG%7C2`.
    PipeDelimited,
    /// `deepObject`, in a query: an object or an array with the path to each value in brackets, nested as deep as the
    /// value: `filter[eq]=a&filter[in][0]=b`. Always exploded.
    DeepObject,
}
